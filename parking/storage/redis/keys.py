"""Names of the Redis keys: the partition in braces, so that a cluster keeps it on one node."""


def registers_key(partition: int) -> str:
    """Name the hash of a partition's registers."""
    return f"lot:{{p{partition:02d}}}:registers"


def meta_key(partition: int) -> str:
    """Name the hash of a partition's epoch and position."""
    return f"lot:{{p{partition:02d}}}:meta"


def changes_key(partition: int) -> str:
    """Name the stream of a partition's changes."""
    return f"changes:{{p{partition:02d}}}"


def partition_keys(partition: int) -> tuple[str, str, str]:
    """Name registers, meta, changes: the KEYS of every function of the library `onelot`."""
    return registers_key(partition), meta_key(partition), changes_key(partition)

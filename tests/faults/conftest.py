"""The fault kit's fixtures."""

from tests.faults.kit.images import needs_images

__all__ = ["needs_images"]

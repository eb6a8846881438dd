// Which lots one connection follows: named, in parts that the city's limits let through at once.

const PARTS_MOST = 9;
const LOTS_MOST = 200;
/** Of a message's 4,096 less what stands around the names. */
const BYTES_MOST = 3_600;

/** The parts, and how many lots they hold; what is beyond is not followed. */
export function partsOf(lotIds: readonly string[]): { parts: string[][]; followed: number } {
  const parts: string[][] = [];
  let [bytes, followed] = [0, 0];
  for (const lotId of lotIds) {
    const more = lotId.length + 3;
    const last = parts.at(-1);
    if (last && last.length < LOTS_MOST && bytes + more <= BYTES_MOST) {
      last.push(lotId);
      bytes += more;
    } else {
      if (parts.length === PARTS_MOST) break;
      parts.push([lotId]);
      bytes = more;
    }
    followed += 1;
  }
  return { parts, followed };
}

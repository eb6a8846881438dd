// Moments as a field for date and time takes them: the city's wall clock, whatever zone this device
// is in. Offsets are minutes east of UTC.

const MINUTE_MS = 60_000;

/** "2026-11-28T19:30", as the city's clocks show it. */
export function wallText(utcMs: number, offsetMin: number): string {
  return new Date(utcMs + offsetMin * MINUTE_MS).toISOString().slice(0, 16);
}

/** The moment at which the city's clocks show that; null where it is no time. */
export function wallMs(text: string, offsetMin: number): number | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(text)) return null;
  const asUtc = Date.parse(`${text.slice(0, 16)}:00Z`);
  return Number.isNaN(asUtc) ? null : asUtc - offsetMin * MINUTE_MS;
}

/** RFC 3339 with the offset, to the minute. */
export function rfc3339(utcMs: number, offsetMin: number): string {
  const away = Math.abs(offsetMin);
  const two = (number: number) => String(number).padStart(2, '0');
  const sign = offsetMin < 0 ? '-' : '+';
  const offset = `${sign}${two(Math.floor(away / 60))}:${two(away % 60)}`;
  return `${wallText(utcMs, offsetMin)}:00${offset}`;
}

export function roundedUp(utcMs: number, minutes: number): number {
  return Math.ceil(utcMs / (minutes * MINUTE_MS)) * minutes * MINUTE_MS;
}

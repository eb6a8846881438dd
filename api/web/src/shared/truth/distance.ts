// Distance and walking time as the platform counts them (haversine, mean Earth radius, 80 m/min).

const EARTH_RADIUS_M = 6_371_008.8;
const WALK_M_PER_MIN = 80;

export interface Place {
  lat: number;
  lon: number;
}

export function distanceM(from: Place, to: Place): number {
  const rad = Math.PI / 180;
  const dLat = (to.lat - from.lat) * rad;
  const dLon = (to.lon - from.lon) * rad;
  const half =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(from.lat * rad) * Math.cos(to.lat * rad) * Math.sin(dLon / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
}

export function walkMin(metres: number): number {
  return Math.ceil(metres / WALK_M_PER_MIN);
}

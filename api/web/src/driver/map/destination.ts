// The destination as the map's features: a mark, and the circle one is willing to walk from.

import type { Destination } from '../state/choices.ts';

const CORNERS = 72;
const METRES_PER_DEGREE = 111_195;

export function destinationFeatures(
  place: Destination | null,
  radiusM: number,
  name: string,
): GeoJSON.FeatureCollection {
  if (!place) return { type: 'FeatureCollection', features: [] };
  const mark: GeoJSON.Feature = {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [place.lon, place.lat] },
    properties: { name },
  };
  const reach: GeoJSON.Feature = {
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates: [circle(place, radiusM)] },
    properties: {},
  };
  return { type: 'FeatureCollection', features: [mark, reach] };
}

function circle({ lat, lon }: Destination, radiusM: number): GeoJSON.Position[] {
  const dLat = radiusM / METRES_PER_DEGREE;
  const dLon = dLat / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: CORNERS + 1 }, (_, corner) => {
    const angle = (corner * 2 * Math.PI) / CORNERS;
    return [lon + dLon * Math.cos(angle), lat + dLat * Math.sin(angle)];
  });
}

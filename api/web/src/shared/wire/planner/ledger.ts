// Who is connected of all that is filed, as GET /v1/planner/coverage tells it.

import { type CityMoment, readMoment } from '../../truth/city-clock.ts';
import { fieldsOf, numberOf, textOf } from '../read.ts';

export interface Ledger {
  /** The last full hour of the city's time. */
  at: CityMoment;
  lotsFiled: number;
  lotsConnected: number;
  berthsFiled: number;
  berthsConnected: number;
}

export function readLedger(answer: unknown): Ledger | null {
  const fields = fieldsOf(answer);
  const at = readMoment(textOf(fields?.['at']));
  const total = fieldsOf(fields?.['total']);
  if (!at || !total) return null;
  return {
    at,
    lotsFiled: numberOf(total['lots_filed']) ?? 0,
    lotsConnected: numberOf(total['lots_connected']) ?? 0,
    berthsFiled: numberOf(total['berths_filed']) ?? 0,
    berthsConnected: numberOf(total['berths_connected']) ?? 0,
  };
}

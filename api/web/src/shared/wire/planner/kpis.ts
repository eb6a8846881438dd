// All figures of some lots in some time, as GET /v1/planner/kpis tells them.

import { type CityMoment, readMoment } from '../../truth/city-clock.ts';
import { fieldsOf, numberOf, textOf } from '../read.ts';
import { type Told, readHeader } from './told.ts';

/** In the order in which they are told. */
export const KPI_CODES = [
  'space_hours_open', 'utilization', 'vacancy_rate', 'peak_saturation', 'full_time_share',
  'target_band_share', 'berth_gap', 'turnover', 'sessions_per_hour', 'peak_hour_ratio',
  'unmet_demand', 'unmet_demand_vehicles', 'mean_duration', 'median_duration', 'p85_duration',
  'demand_supply_ratio', 'coverage_lots', 'coverage_berths', 'online_rate', 'information_delay',
  'information_delay_p95', 'count_drift', 'data_quality_score', 'tidal_offered_hours',
  'tidal_used_hours', 'tidal_uptake', 'overstay_rate', 'owner_blocked', 'reservation_fulfilment',
] as const;

export type KpiCode = (typeof KPI_CODES)[number];

export interface Figures extends Told {
  values: Record<KpiCode, number | null>;
  /** When the fullest quarter hour began. */
  peakAt: CityMoment | null;
}

export function readFigures(answer: unknown): Figures | null {
  const told = readHeader(answer);
  const fields = fieldsOf(answer);
  const kpis = fieldsOf(fields?.['kpis']);
  if (!told || !kpis) return null;
  const values = KPI_CODES.map((code) => [code, numberOf(kpis[code])] as const);
  return {
    ...told,
    values: Object.fromEntries(values) as Figures['values'],
    peakAt: readMoment(textOf(fields?.['peak_at'])),
  };
}

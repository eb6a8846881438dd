// A structured tariff as the lot's page shows it; what a stay costs is the platform's to compute.

import { fieldsOf, numberOf, readAll, textOf } from './read.ts';

export interface Step {
  upToMin: number | null;
  fen: number;
  perMin: number | null;
}

export interface TariffPeriod {
  days: string;
  from: string | null;
  to: string | null;
  steps: Step[];
  capFen: number | null;
}

export interface Tariff {
  freeMin: number | null;
  periods: TariffPeriod[];
  dayCapFen: number | null;
}

export function readTariff(value: unknown): Tariff | null {
  const fields = fieldsOf(value);
  if (!fields) return null;
  return {
    freeMin: numberOf(fields['free_min']),
    periods: readAll(fields['periods'], readPeriod),
    dayCapFen: numberOf(fields['day_cap_fen']),
  };
}

function readPeriod(value: unknown): TariffPeriod | null {
  const fields = fieldsOf(value);
  if (!fields) return null;
  const days = fields['days'];
  return {
    days: textOf(Array.isArray(days) ? days[0] : days) ?? 'all',
    from: textOf(fields['from']),
    to: textOf(fields['to']),
    steps: readAll(fields['steps'], readStep),
    capFen: numberOf(fields['cap_fen']),
  };
}

function readStep(value: unknown): Step | null {
  const fields = fieldsOf(value);
  const fen = numberOf(fields?.['fen']);
  if (!fields || fen === null) return null;
  return { fen, upToMin: numberOf(fields['up_to_min']), perMin: numberOf(fields['per_min']) };
}

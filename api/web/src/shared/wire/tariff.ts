// A structured tariff as the lot's page shows it; what a stay costs is the platform's to compute.

import { fieldsOf, numberOf, readAll, textOf } from './read.ts';

export interface Step {
  upToMin: number | null;
  fen: number;
  perMin: number | null;
}

export interface TariffPeriod {
  days: string[];
  from: string | null;
  to: string | null;
  steps: Step[];
  capFen: number | null;
}

export interface Tariff {
  free: boolean;
  freeMin: number | null;
  visitFen: number | null;
  periods: TariffPeriod[];
  dayCapFen: number | null;
}

export function readTariff(value: unknown): Tariff | null {
  const fields = fieldsOf(value);
  if (!fields) return null;
  return {
    free: fields['free'] === true,
    freeMin: numberOf(fields['free_min']),
    visitFen: numberOf(fields['visit_fen']),
    periods: readAll(fields['periods'], readPeriod),
    dayCapFen: numberOf(fields['day_cap_fen']),
  };
}

function readPeriod(value: unknown): TariffPeriod | null {
  const fields = fieldsOf(value);
  if (!fields) return null;
  return {
    days: readAll(fields['days'] ?? ['all'], textOf),
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

// Names of lots that may be out of view: from the table, else asked once.

import { signal } from '@preact/signals';
import { apiUrl, fetchJson } from '../../shared/address.ts';
import { readLot } from '../../shared/wire/lot.ts';
import { findLot } from './city.ts';

interface Named {
  name: string;
  nameEn: string | null;
}

const fetched = signal<ReadonlyMap<string, Named>>(new Map());
const asked = new Set<string>();

export function lotNamed(lotId: string): Named | null {
  const known = findLot(lotId)?.facts ?? fetched.value.get(lotId);
  if (!known) void ask(lotId);
  return known ?? null;
}

async function ask(lotId: string): Promise<void> {
  if (asked.has(lotId)) return;
  asked.add(lotId);
  const lot = readLot(await fetchJson(apiUrl(`lots/${encodeURIComponent(lotId)}`)));
  if (lot?.facts) fetched.value = new Map(fetched.peek()).set(lotId, lot.facts);
}

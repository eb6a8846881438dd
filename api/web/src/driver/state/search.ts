// Finding a destination by name: the platform's own search, and the city's landmarks, which are
// at hand before the first answer.

import { signal } from '@preact/signals';
import { apiUrl, basemapUrl, fetchJson } from '../../shared/address.ts';
import { fieldsOf, numberOf, readAll, textOf } from '../../shared/wire/read.ts';
import type { Destination } from './choices.ts';

export interface Finding extends Destination {
  kind: 'landmark' | 'area' | 'lot';
  lotId: string | null;
}

interface Landmark extends Finding {
  /** Everything one may type for it, in lower case. */
  spellings: string;
}

export interface CityCard {
  name: string;
  nameEn: string | null;
  lat: number;
  lon: number;
  zoom: number;
}

/** The city's name and start view, as its gazetteer gives them. */
export const cityCard = signal<CityCard | null>(null);

const SHOWN = 8;
let landmarks: Landmark[] = [];

export async function loadGazetteer(): Promise<void> {
  const file = fieldsOf(await fetchJson(basemapUrl('gazetteer.json'))) ?? {};
  landmarks = readAll(file['landmarks'], readLandmark);
  const place = readPlace(file['city']);
  if (place) {
    const zoom = numberOf(fieldsOf(file['city'])?.['zoom']) ?? 11;
    cityCard.value = { ...place, zoom };
  }
}

export function landmarksLike(query: string): Finding[] {
  const wanted = squeezed(query);
  if (wanted === '') return [];
  return landmarks.filter((landmark) => landmark.spellings.includes(wanted)).slice(0, SHOWN);
}

export async function search(query: string, aborted: AbortSignal): Promise<Finding[]> {
  const near = landmarksLike(query);
  const url = apiUrl('search', { q: query, limit: SHOWN });
  const answer = fieldsOf(await fetchJson(url, { signal: aborted }));
  const found = readAll(answer?.['results'], readFinding);
  const names = new Set(near.map((finding) => finding.name));
  return [...near, ...found.filter((finding) => !names.has(finding.name))].slice(0, SHOWN);
}

function readLandmark(value: unknown): Landmark | null {
  const place = readPlace(value);
  if (!place) return null;
  const pinyin = textOf(fieldsOf(value)?.['pinyin']) ?? '';
  const spellings = [place.name, place.nameEn ?? '', pinyin].map(squeezed).join('|');
  return { ...place, kind: 'landmark', lotId: null, spellings };
}

function readFinding(value: unknown): Finding | null {
  const place = readPlace(value);
  const fields = fieldsOf(value);
  if (!place || !fields) return null;
  if (fields['kind'] !== 'lot') return { ...place, lotId: null, kind: 'area' };
  return { ...place, lotId: textOf(fields['id']), kind: 'lot' };
}

function readPlace(value: unknown): Destination | null {
  const fields = fieldsOf(value);
  const name = textOf(fields?.['name']);
  const lat = numberOf(fields?.['lat']);
  const lon = numberOf(fields?.['lon']);
  if (!fields || name === null || lat === null || lon === null) return null;
  return { name, nameEn: textOf(fields['name_en']), lat, lon };
}

function squeezed(text: string): string {
  return text.toLowerCase().replace(/[\s'’·-]/g, '');
}

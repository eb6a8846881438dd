// Where the platform's own addresses are, whatever prefix the page is served below.

export function apiUrl(path: string, query: Record<string, string | number | null> = {}): URL {
  const url = new URL(`v1/${path}`, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    if (value !== null) url.searchParams.set(name, String(value));
  }
  return url;
}

export function liveUrl(): URL {
  const url = apiUrl('live');
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url;
}

export function basemapUrl(file: string): string {
  return new URL(`basemap/${file}`, document.baseURI).href;
}

/** JSON from an address; null when it cannot be had. Only an abort is thrown on. */
export async function fetchJson(url: URL | string, how: RequestInit = {}): Promise<unknown> {
  try {
    const answer = await fetch(url, how);
    return answer.ok ? ((await answer.json()) as unknown) : null;
  } catch (error) {
    if (how.signal?.aborted) throw error;
    return null;
  }
}

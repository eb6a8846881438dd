// The few icons the pages draw, as inline SVG: no icon font, no emoji, nothing to fetch.

const PATHS = {
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm4.8 11.3L20 20',
  close: 'M6 6l12 12M18 6L6 18',
  locate: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8Zm0-5v3m0 12v3M3 12h3m12 0h3',
  filter: 'M4 7h16M7 12h10M10 17h4',
  back: 'M14 6l-6 6 6 6',
  filling: 'M6 17l6-6 3 3 4-6M14 8h5v5',
  emptying: 'M6 8l6 6 3-3 4 6M14 17h5v-5',
  go: 'M12 3l8 18-8-5-8 5z',
  share: 'M9 12h6M8 8H7a4 4 0 0 0 0 8h1m8-8h1a4 4 0 0 1 0 8h-1',
  up: 'M6 14l6-6 6 6',
  ticket: 'M4 6h16v4a2 2 0 0 0 0 4v4H4v-4a2 2 0 0 0 0-4Zm10 0v12',
  play: 'M8 5l11 7-11 7z',
  pause: 'M8 5v14M16 5v14',
  about: 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18Zm0 8v5m0-8.500v.1',
  place: 'M12 21s7-6.2 7-11a7 7 0 1 0-14 0c0 4.800 7 11 7 11Zm0-8.500a2.500 2.500 0 1 1 0-5 2.500 2.500 0 0 1 0 5Z',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}

// Colours of the ground that every map stands on, by day and by night.

export interface Palette {
  outside: string;
  districts: [string, string, string, string];
  border: string;
  water: string;
  waterName: string;
  road: string;
  roadCasing: string;
  mainRoad: string;
  mainRoadCasing: string;
  /** Of what is drawn over the ground, such as cells. */
  edge: string;
  name: string;
  halo: string;
}

const LIGHT: Palette = {
  outside: '#e4e9ee',
  districts: ['#f7f6f1', '#f3f6f0', '#f4f3f7', '#f7f3ef'],
  border: '#a9b2bd',
  water: '#a8d0ea',
  waterName: '#2b6a94',
  road: '#ffffff',
  roadCasing: '#d5d9dd',
  mainRoad: '#fdecc4',
  mainRoadCasing: '#dfc48c',
  edge: 'rgb(60 68 78 / 45%)',
  name: '#46515e',
  halo: '#ffffff',
};

const DARK: Palette = {
  outside: '#12171c',
  districts: ['#1d242b', '#1b2529', '#1f222c', '#22232a'],
  border: '#4a5663',
  water: '#1d4259',
  waterName: '#7fb3d3',
  road: '#36414c',
  roadCasing: '#161c22',
  mainRoad: '#584b33',
  mainRoadCasing: '#221d14',
  edge: 'rgb(233 238 243 / 75%)',
  name: '#b9c4cf',
  halo: '#12171c',
};

export function paletteNow(): Palette {
  return matchMedia('(prefers-color-scheme: dark)').matches ? DARK : LIGHT;
}

// Entry of the planner's page: reads the link, asks for a key where there is none, draws the rest.

import { effect } from '@preact/signals';
import { render } from 'preact';
import { followLanguage } from '../shared/words/language.ts';
import '../shared/styles/base.css';
import '../shared/styles/controls.css';
import '../shared/styles/key.css';
import './styles/page.css';
import './styles/map.css';
import './styles/panel.css';
import { App } from './parts/App.tsx';
import { loadAreas } from './state/areas.ts';
import { followCells, followCurve, followDistricts, followFigures } from './state/figures.ts';
import { plannerKey } from './state/key.ts';
import { followLedger } from './state/ledger.ts';
import { followLink, readLink } from './state/link.ts';
import { followPlaying } from './state/playing.ts';
import { followSparklines } from './state/sparklines.ts';
import { say } from './words.ts';

function start(page: HTMLElement): void {
  followLanguage(() => say('title'));
  readLink(location.search);
  followLink();
  render(<App />, page);
  followLedger();
  followFigures();
  followCells();
  followDistricts();
  followCurve();
  followSparklines();
  followPlaying();
  effect(() => {
    if (plannerKey.value !== null) void loadAreas();
  });
}

const page = document.getElementById('page');
if (page) start(page);

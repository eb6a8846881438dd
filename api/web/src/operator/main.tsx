// Entry of the operator's page: reads the link, asks for a key where there is none, draws the rest.

import { render } from 'preact';
import { followLanguage } from '../shared/words/language.ts';
import '../shared/styles/base.css';
import '../shared/styles/controls.css';
import '../shared/styles/badge.css';
import '../shared/styles/key.css';
import './styles/page.css';
import './styles/lots.css';
import './styles/check.css';
import { App } from './parts/App.tsx';
import { followLink, readLink } from './state/choices.ts';
import { followClosures } from './state/closures.ts';
import { followLive } from './state/live.ts';
import { followFeeds, followIdentity, followRegistered } from './state/own.ts';
import { say } from './words.ts';

function start(page: HTMLElement): void {
  followLanguage(() => say('title'));
  readLink(location.search);
  followLink();
  render(<App />, page);
  followIdentity();
  followRegistered();
  followFeeds();
  followLive();
  followClosures();
}

const page = document.getElementById('page');
if (page) start(page);

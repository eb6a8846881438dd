// Entry of the driver's page: reads the link, opens the city, draws the list; the map comes after.

import { render } from 'preact';
import type { LiveSocket } from '../shared/live/socket.ts';
import { followLanguage } from '../shared/words/language.ts';
import '../shared/styles/base.css';
import '../shared/styles/controls.css';
import '../shared/styles/badge.css';
import './styles/page.css';
import './styles/list.css';
import './styles/details.css';
import './styles/booking.css';
import { App } from './parts/App.tsx';
import { followForm } from './state/booking-form.ts';
import { followBookings } from './state/bookings.ts';
import { view, viewAround } from './state/choices.ts';
import { openCity } from './state/city.ts';
import { followLink, readLink } from './state/deep-link.ts';
import { followDetails } from './state/details.ts';
import { followOtherTabs } from './state/driver-key.ts';
import { followLending } from './state/lending.ts';
import { followPrices } from './state/prices.ts';
import { followRescue } from './state/rescue.ts';
import { cityCard, loadGazetteer } from './state/search.ts';
import { followTold } from './state/told.ts';
import { followWatches } from './state/watches.ts';

const ANYWHERE = { lat: 36.66, lon: 117.02, zoom: 11 };

async function start(page: HTMLElement): Promise<void> {
  followLanguage();
  readLink(location.search);
  followLink();
  render(<App />, page);
  const socket = openCity();
  followWatches(socket);
  followPrices();
  followDetails();
  followRescue();
  followSharing(socket);
  await loadGazetteer();
  const city = cityCard.value ?? ANYWHERE;
  view.value ??= viewAround({ lat: city.lat, lon: city.lon }, city.zoom);
}

function followSharing(socket: LiveSocket): void {
  followOtherTabs();
  followBookings();
  followTold(socket);
  followLending();
  followForm();
}

const page = document.getElementById('page');
if (page) void start(page);

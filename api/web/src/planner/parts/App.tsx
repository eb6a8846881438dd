// The page's frame: without a key a form for one, with a key the workbench.

import { KeyForm } from '../../shared/parts/KeyForm.tsx';
import { asPlanner } from '../state/ask.ts';
import { plannerKey, plannerKeys } from '../state/key.ts';
import { LEDGER } from '../state/ledger.ts';
import { say } from '../words.ts';
import { CurveChart } from './CurveChart.tsx';
import { Exports } from './Exports.tsx';
import { FigureStrip } from './FigureStrip.tsx';
import { FilterBar } from './FilterBar.tsx';
import { MapPane } from './MapPane.tsx';
import { Tables } from './Tables.tsx';
import { TopBar } from './TopBar.tsx';

const COMMAND = 'onelot key create --role planner';

export function App() {
  const isIn = plannerKey.value !== null;
  return (
    <div class="page" data-in={isIn}>
      {isIn && <a class="skip" href="#figures">{say('skip')}</a>}
      <header class="top">
        <TopBar />
        {isIn && <FilterBar />}
      </header>
      {isIn ? (
        <Workbench />
      ) : (
        <KeyForm store={plannerKeys} asking={asPlanner} trial={LEDGER} command={COMMAND} say={say} />
      )}
    </div>
  );
}

function Workbench() {
  return (
    <main class="bench">
      <MapPane />
      <div class="panel" id="figures" tabIndex={-1}>
        <FigureStrip />
        <CurveChart />
        <Tables />
        <Exports />
      </div>
    </main>
  );
}

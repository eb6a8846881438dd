// The page's frame: without a key a form for one, with a key the three parts of the page.

import { ClockNotice } from '../../shared/parts/ClockNotice.tsx';
import { KeyForm } from '../../shared/parts/KeyForm.tsx';
import { attention } from '../state/attention.ts';
import { VIEWS, type View, view } from '../state/choices.ts';
import { WHO, asOperator, operatorKey, operatorKeys } from '../state/key.ts';
import { say } from '../words.ts';
import { AttentionPane } from './AttentionPane.tsx';
import { CheckPane } from './CheckPane.tsx';
import { DoneNote } from './DoneNote.tsx';
import { LotsPane } from './LotsPane.tsx';
import { TopBar } from './TopBar.tsx';

const COMMAND = 'onelot key create --role operator --operator ID';

export function App() {
  const isIn = operatorKey.value !== null;
  return (
    <div class="page">
      {isIn && <a class="skip" href="#content">{say('skip')}</a>}
      <header class="top">
        <TopBar />
        {isIn && <Parts />}
      </header>
      {isIn ? (
        <main class="content" id="content" tabIndex={-1}>
          <ClockNotice />
          <DoneNote />
          <Shown view={view.value} />
        </main>
      ) : (
        <KeyForm
          store={operatorKeys} asking={asOperator} trial={WHO} command={COMMAND} say={say}
        />
      )}
    </div>
  );
}

function Parts() {
  return (
    <nav class="parts" aria-label={say('parts')}>
      {VIEWS.map((name) => (
        <button
          key={name}
          type="button"
          {...(view.value === name ? { 'aria-current': 'page' as const } : {})}
          onClick={() => (view.value = name)}
        >
          {nameOfView(name)}
        </button>
      ))}
    </nav>
  );
}

function nameOfView(name: View): string {
  const n = attention.value.length;
  return name === 'attention' && n > 0 ? say('view_attention_n', { n }) : say(`view_${name}`);
}

function Shown({ view: shown }: { view: View }) {
  switch (shown) {
    case 'attention':
      return <AttentionPane />;
    case 'lots':
      return <LotsPane />;
    case 'check':
      return <CheckPane />;
  }
}

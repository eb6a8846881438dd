// Name of the page, whose key it is, how alive the connection is, ways elsewhere, the language.

import { LanguageButton } from '../../shared/parts/LanguageButton.tsx';
import { dropKey, operatorKey } from '../state/key.ts';
import { link } from '../state/live.ts';
import { identity, ownLots } from '../state/own.ts';
import { say } from '../words.ts';

export function TopBar() {
  const isIn = operatorKey.value !== null;
  return (
    <div class="bar">
      <div class="brand">
        <h1>{say('title')}</h1>
        <p>{isIn ? <Whose /> : say('tagline')}</p>
      </div>
      <nav class="ways" aria-label="OneLot">
        <a href="./">{say('driver_page')}</a>
        <a href="./status">{say('status_page')}</a>
      </nav>
      {isIn && <button type="button" class="quiet" onClick={() => dropKey()}>{say('sign_out')}</button>}
      <LanguageButton />
    </div>
  );
}

function Whose() {
  const who = identity.value.value;
  if (who === null) return <>{say('tagline')}</>;
  const { operator, name } = who;
  const words = operator === null
    ? say('whose_admin')
    : name === null || name === operator ? operator : say('whose', { name, operator });
  return (
    <>
      {words}
      {ownLots.value.length > 0 && (
        <span class="link" data-link={link.value} role="status">
          {say(link.value === 'live' ? 'live' : link.value === 'offline' ? 'not_live' : 'reading')}
        </span>
      )}
    </>
  );
}

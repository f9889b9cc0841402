import { formatPhone } from '@raqam/shared/format-phone';
import { normalisePhone } from '@raqam/shared/phone';
import { type FormEvent, type KeyboardEvent, useEffect, useEffectEvent, useRef, useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { TextField } from '../../../components/fields/TextField.tsx';
import { Pending, Section } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { AdminLink } from '../AdminLink.tsx';
import { adminUrl, goTo } from '../admin-route.ts';
import { PersonLink } from './PersonLink.tsx';
import { usePeopleSearch } from './use-people-search.ts';

/** From the last key on, until the search starts by itself. */
const DEBOUNCE_MS = 300;
/** What the API takes. */
const QUERY_MAX_LENGTH = 100;

/** The field, and below it the people whom its text finds; without a text the newest. The arrows move in the list. */
export function PeopleSearch({ query }: { query: string }) {
  const texts = useAllTexts();
  const { search } = useAdminTexts().people;
  const [typed, setTyped] = useState(query);
  const { first, more, users, isCurrent, hasMore, loadMore } = usePeopleSearch(query);
  const place = useRef<HTMLDivElement>(null);

  const searchTyped = useEffectEvent(() => {
    // Kept in the URL, so that the way back from a person leads to the same list
    if (typed.trim() !== query) goTo(adminUrl('people', { q: typed.trim() }), 'replace');
  });
  useEffect(() => {
    if (typed === '') return searchTyped();
    const timer = setTimeout(searchTyped, DEBOUNCE_MS);
    return () => clearTimeout(timer);
  }, [typed]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    searchTyped();
  }

  function moveByArrows(event: KeyboardEvent): void {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    const stops = [...(place.current?.querySelectorAll<HTMLElement>('input, li a') ?? [])];
    const at = stops.findIndex((stop) => stop.matches(':focus'));
    if (at < 0) return;
    event.preventDefault();
    stops[at + step]?.focus();
  }

  const number = normalisePhone(query);
  const isNobody = isCurrent && users?.length === 0;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to keys in its field and links
    <div className="rq-people" ref={place} onKeyDown={moveByArrows}>
      <search className="rq-card">
        <form onSubmit={submit}>
          <TextField
            label={search.label}
            hint={search.hint}
            problem={undefined}
            type="search"
            maxLength={QUERY_MAX_LENGTH}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            value={typed}
            onValue={setTyped}
          />
        </form>
      </search>
      <Section title={query ? search.results : search.newest}>
        <p className="rq-visually-hidden" role="status">
          {users && isCurrent && (isNobody ? search.none : search.found(users.length, hasMore))}
        </p>
        {(!users || first.problem) && <Pending of={first} />}
        {isNobody && !first.problem && <p aria-hidden="true">{search.none}</p>}
        {isNobody && number.ok && (
          <AdminLink className="rq-button rq-button-secondary" href={adminUrl('people', { number: number.phone })}>
            {search.showNumber(formatPhone(number.phone))}
          </AdminLink>
        )}
        {users && users.length > 0 && (
          <ul className="rq-people-list" aria-busy={!isCurrent}>
            {users.map((user) => (
              <PersonLink key={user.id} user={user} />
            ))}
          </ul>
        )}
        {more.problem && <Alert ref={more.alert}>{more.problem(texts)}</Alert>}
        {hasMore && isCurrent && (
          <ActionButton
            label={search.more}
            busyLabel={texts.messages.session.checking}
            busy={more.busy}
            kind="secondary"
            onPress={() => void loadMore()}
          />
        )}
      </Section>
    </div>
  );
}

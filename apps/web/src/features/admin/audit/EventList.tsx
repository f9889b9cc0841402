import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { Pending } from '../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../messages/admin/admin-texts.ts';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import type { EventFilter } from './audit-filter.ts';
import { EventItem } from './EventItem.tsx';
import { useEventSearch } from './use-event-search.ts';
import './audit.css';

interface EventListProps {
  filter: EventFilter;
  /** Whether each event names the user whom it is about. */
  hasUsers?: boolean;
}

/** The events that a filter finds, the newest first. */
export function EventList({ filter, hasUsers = true }: EventListProps) {
  const texts = useAllTexts();
  const { list } = useAdminTexts().audit;
  const { first, more, events, names, isCurrent, hasMore, loadMore } = useEventSearch(filter);
  return (
    <>
      <p className="rq-visually-hidden" role="status">
        {events && isCurrent && (events.length === 0 && !hasMore ? list.none : list.shown(events.length))}
      </p>
      {(!events || first.problem) && <Pending of={first} />}
      {events?.length === 0 && !hasMore && !first.problem && <p aria-hidden="true">{list.none}</p>}
      {events && events.length > 0 && (
        <ul className="rq-events" aria-busy={!isCurrent}>
          {events.map((event) => (
            <EventItem key={event.id} event={event} names={names} hasUser={hasUsers} />
          ))}
        </ul>
      )}
      {more.problem && <Alert ref={more.alert}>{more.problem(texts)}</Alert>}
      {hasMore && isCurrent && (
        <ActionButton
          label={list.more}
          busyLabel={list.loading}
          busy={more.busy}
          kind="secondary"
          onPress={() => void loadMore()}
        />
      )}
    </>
  );
}

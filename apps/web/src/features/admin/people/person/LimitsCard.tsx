import type { LimitInForce } from '@raqam/shared/contract/admin-people';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { Notice } from '../../../../components/Notice.tsx';
import { Section } from '../../../../components/section/Section.tsx';
import { useAdminTexts } from '../../../../messages/admin/admin-texts.ts';
import { describeSpan } from '../../../../messages/describe-span.ts';
import { describeDateAndTime } from '../../../../messages/moments.ts';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { useActs } from '../../use-acts.ts';
import { useAdminCall } from '../../use-admin-call.ts';
import type { Person, Whom } from './person.types.ts';

interface LimitsCardProps {
  person: Person;
  whom: Whom;
  onChange: () => Promise<void>;
}

/** What the limits have counted, in words, and how to forget it. */
export function LimitsCard({ person, whom, onChange }: LimitsCardProps) {
  const texts = useAllTexts();
  const admin = useAdminTexts();
  const { limits: labels } = admin.people;
  const call = useAdminCall();
  const acts = useActs(onChange);
  const counted = person.limits.filter(({ used }) => used > 0);

  return (
    <Section title={labels.title}>
      {acts.done && <Notice ref={acts.notice}>{acts.done(admin)}</Notice>}
      {acts.problem && <Alert ref={acts.alert}>{acts.problem(texts)}</Alert>}
      {counted.length === 0 ? (
        <p>{labels.none}</p>
      ) : (
        <ul className="rq-person-list">
          {counted.map((limit) => (
            <LimitItem key={`${limit.kind} ${limit.window_seconds}`} limit={limit} />
          ))}
        </ul>
      )}
      {counted.length > 0 && (
        <ActionButton
          label={labels.unlock}
          busyLabel={labels.unlocking}
          busy={acts.running !== undefined}
          kind="secondary"
          onPress={() =>
            void acts.run(
              'unlock',
              () => call('unlockPerson', whom),
              ({ people }) => people.limits.unlocked,
            )
          }
        />
      )}
    </Section>
  );
}

/** "SMS: 5 of 5 within 1 hour. Allowed again at 14:05". */
function LimitItem({ limit }: { limit: LimitInForce }) {
  const texts = useAllTexts();
  const { limits: labels } = useAdminTexts().people;
  const { kind, used, max, window_seconds: window, free_at: freeAt } = limit;
  return (
    <li>
      <span className="rq-person-name">{labels.kinds[kind]}</span>
      <span>{labels.used(used, max, describeSpan(window, texts.messages))}</span>
      <span className={freeAt ? 'rq-badge rq-badge-bad' : 'rq-badge rq-badge-good'}>
        {freeAt ? labels.freeAt(describeTime(new Date(freeAt), new Date())) : labels.free}
      </span>
    </li>
  );

  /** The time of day; with its date where it is not today. */
  function describeTime(moment: Date, now: Date): string {
    if (moment.toDateString() !== now.toDateString()) return describeDateAndTime(moment, texts);
    return new Intl.DateTimeFormat('ru', { timeStyle: 'short' }).format(moment);
  }
}

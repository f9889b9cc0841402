import type { DeviceSession } from '@raqam/shared/contract';
import { useState } from 'react';
import { ActionButton } from '../../../components/ActionButton.tsx';
import { Alert } from '../../../components/Alert.tsx';
import { ConfirmDialog } from '../../../components/dialog/ConfirmDialog.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Pending, Section } from '../../../components/section/Section.tsx';
import { useAllTexts } from '../../../messages/TextsContext.tsx';
import { DeviceItem } from './DeviceItem.tsx';
import { useDevices } from './use-devices.ts';

/** The devices on which the person is signed in. */
export function DevicesSection() {
  const language = useAllTexts();
  const { accountPage, devices } = language.messages;
  const { sessions, list, one, others, ending, done, notice, end, endOthers } = useDevices();
  const [asking, setAsking] = useState(false);

  return (
    <Section title={devices.title}>
      {done && <Notice ref={notice}>{done(language)}</Notice>}
      {one.problem && <Alert ref={one.alert}>{one.problem(language)}</Alert>}
      {(!sessions || list.problem) && <Pending of={list} />}
      {sessions && (
        <ul className="rq-devices">
          {currentFirst(sessions).map((session) => (
            <DeviceItem
              key={session.id}
              session={session}
              busy={ending === session.id}
              onEnd={(name) => void end(session.id, ({ messages }) => messages.devices.ended(name))}
            />
          ))}
        </ul>
      )}
      {sessions?.some((session) => !session.is_current) && (
        <ActionButton label={devices.endOthers} kind="secondary" onPress={() => setAsking(true)} />
      )}
      {asking && (
        <ConfirmDialog
          title={devices.othersTitle}
          explanation={devices.othersExplanation}
          problem={others.problem && <Alert ref={others.alert}>{others.problem(language)}</Alert>}
          confirmLabel={devices.othersConfirm}
          busyLabel={devices.ending}
          cancelLabel={accountPage.cancel}
          busy={others.busy}
          onConfirm={() =>
            void endOthers(
              ({ messages }) => messages.devices.othersEnded,
              () => setAsking(false),
            )
          }
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  );
}

function currentFirst(sessions: readonly DeviceSession[]): DeviceSession[] {
  return [...sessions].sort((one, other) => Number(other.is_current) - Number(one.is_current));
}

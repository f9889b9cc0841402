import { useState } from 'react';
import { describeFailure } from '../../../../api/describe-failure.ts';
import { useForm } from '../../../../api/use-form.ts';
import { ActionButton } from '../../../../components/ActionButton.tsx';
import { Alert } from '../../../../components/Alert.tsx';
import { useAllTexts } from '../../../../messages/TextsContext.tsx';
import { StepLinks } from '../../attempt/StepLinks.tsx';
import type { NumberQuestion } from '../../session/auth.ts';
import type { Challenge } from '../../session/challenges.ts';
import { focus } from './focus.ts';
import { recycledTexts } from './recycled-texts.ts';

interface RecycledNumberProps {
  question: NumberQuestion;
  onBack: () => void;
  /** The person is signed in. */
  onDone?: () => void;
  /** The owner of the account was asked in Telegram. */
  onAsked?: (challenge: Challenge) => void;
}

/** Asks whether the proved number is new to the person, or its account is their own. It shows nothing of the account. */
export function RecycledNumber({ question, onBack, onDone, onAsked }: RecycledNumberProps) {
  const texts = useAllTexts();
  const own = recycledTexts[texts.language];
  const form = useForm<never>([]);
  const [doing, setDoing] = useState<'claiming' | 'asking'>();
  const { askOwner } = question;

  function show(failure: Parameters<typeof describeFailure>[0]): void {
    form.show({ form: describeFailure(failure, texts.language, new Date()) });
  }

  async function claim(): Promise<void> {
    setDoing('claiming');
    const result = await form.run(question.claim);
    if (result?.ok) onDone?.();
    else if (result) show(result.error);
  }

  async function ask(call: () => ReturnType<NonNullable<typeof askOwner>>): Promise<void> {
    setDoing('asking');
    const result = await form.run(call);
    if (result?.ok) onAsked?.(result.data);
    else if (result) show(result.error);
  }

  return (
    <div className="rq-sign-in">
      <h2 tabIndex={-1} data-autofocus={true} ref={focus}>
        {own.title}
      </h2>
      <p>{own.lead}</p>
      {form.problems.form && <Alert ref={form.ref('form')}>{form.problems.form(texts)}</Alert>}
      <div className="rq-answer">
        <ActionButton
          label={own.isNew}
          busy={form.busy && doing === 'claiming'}
          disabled={form.busy}
          onPress={() => void claim()}
        />
        <p className="rq-hint">{own.isNewHint}</p>
      </div>
      <div className="rq-answer">
        {askOwner && (
          <ActionButton
            label={own.isMine}
            kind="secondary"
            busy={form.busy && doing === 'asking'}
            disabled={form.busy}
            onPress={() => void ask(askOwner)}
          />
        )}
        <p className="rq-hint">{askOwner ? own.isMineHint : own.elsewhere}</p>
      </div>
      <StepLinks onBack={onBack} />
    </div>
  );
}

import { useTexts } from '../../../messages/TextsContext.tsx';
import { BotStep } from './BotStep.tsx';
import { SignupForm } from './SignupForm.tsx';
import type { SignupFormState } from './use-signup-form.ts';

interface TelegramStepsProps {
  form: SignupFormState;
  /** The heading of a step, one below the title around them. */
  heading: 'h2' | 'h3';
}

/** The two steps by Telegram: a code from the bot, then number and code. */
export function TelegramSteps({ form, heading: Heading }: TelegramStepsProps) {
  const { signUp } = useTexts().messages;
  return (
    <ol className="rq-steps">
      <li className="rq-step">
        <Heading>{signUp.botStep}</Heading>
        <BotStep />
      </li>
      <li className="rq-step">
        <Heading>{signUp.formStep}</Heading>
        <SignupForm form={form} />
      </li>
    </ol>
  );
}

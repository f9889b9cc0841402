import { useTexts } from '../../../messages/TextsContext.tsx';
import { IdlePressStep } from './press/IdlePressStep.tsx';

/** The first screen before any script runs. Its link to the bot works, and the browser's own card takes its place. */
export function FirstCard() {
  const { signUp } = useTexts().messages;
  return (
    <section className="rq-card rq-card-sign-in">
      <h1>{signUp.title}</h1>
      <div className="rq-sign-in">
        <IdlePressStep />
      </div>
    </section>
  );
}

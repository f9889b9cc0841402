import { useTexts } from '../messages/TextsContext.tsx';

export function NotFoundPage() {
  const { messages } = useTexts();
  const { title, explanation, toStart } = messages.notFound;
  return (
    <section className="rq-card">
      <h1>{title}</h1>
      <p>{explanation}</p>
      <a className="rq-button rq-button-primary" href="/">
        {toStart}
      </a>
    </section>
  );
}

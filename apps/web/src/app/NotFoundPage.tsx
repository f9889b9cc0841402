import { useDocumentTitle } from '../components/use-document-title.ts';
import { useLanguage } from '../features/language/LanguageContext.tsx';

export function NotFoundPage() {
  const { messages } = useLanguage();
  const { title, explanation, toStart } = messages.notFound;
  useDocumentTitle(`${title} — ${messages.product}`);
  return (
    <section className="card">
      <h1>{title}</h1>
      <p>{explanation}</p>
      <a className="button button-primary" href="/">
        {toStart}
      </a>
    </section>
  );
}

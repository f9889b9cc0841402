import { type Language, languageNames, languages } from '@raqam/shared/languages';
import { useTexts } from '../../messages/TextsContext.tsx';

/** A native select, which every phone shows in its own usable way. */
export function LanguageSwitcher({ onChoose }: { onChoose: (language: Language) => void }) {
  const { language, messages } = useTexts();
  return (
    <select
      className="rq-language-switcher"
      aria-label={messages.language}
      value={language}
      onChange={(event) => {
        const chosen = languages.find((candidate) => candidate === event.target.value);
        if (chosen) onChoose(chosen);
      }}
    >
      {languages.map((candidate) => (
        <option key={candidate} value={candidate} lang={candidate}>
          {languageNames[candidate]}
        </option>
      ))}
    </select>
  );
}

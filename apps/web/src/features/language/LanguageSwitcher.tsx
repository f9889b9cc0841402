import { languageNames, languages } from '@raqam/shared/languages';
import { useLanguage } from './LanguageContext.tsx';

/** A native list: every phone has its own good one. */
export function LanguageSwitcher() {
  const { language, messages, setLanguage } = useLanguage();
  return (
    <select
      className="language-switcher"
      aria-label={messages.language}
      value={language}
      onChange={(event) => {
        const chosen = languages.find((candidate) => candidate === event.target.value);
        if (chosen) setLanguage(chosen);
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

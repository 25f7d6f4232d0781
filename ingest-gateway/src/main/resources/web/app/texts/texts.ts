import de from './de.json';
import en from './en.json';

export const LANGUAGES = ['de', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every text has a key in both dictionaries; a key missing in one does not compile. */
export type TextKey = keyof typeof de & keyof typeof en;
type Dictionary = Readonly<Record<keyof typeof de | keyof typeof en, string>>;
type CountedKey<Key> = Key extends `${infer Stem}.other` ? Stem : never;

const DICTIONARIES: Readonly<Record<Language, Dictionary>> = { de, en };
const STORED_UNDER = 'endoreg.language';

function preferred(): Language {
  const known = (code: string | null): Language | undefined =>
    LANGUAGES.find((language) => code?.toLowerCase().startsWith(language));
  return known(localStorage.getItem(STORED_UNDER)) ?? known(navigator.language) ?? 'en';
}

/** The language of the page; sends `change` when a person switches it. */
class ChosenLanguage extends EventTarget {
  current: Language = preferred();

  constructor() {
    super();
    document.documentElement.lang = this.current;
  }

  choose(language: Language): void {
    this.current = language;
    localStorage.setItem(STORED_UNDER, language);
    document.documentElement.lang = language;
    this.dispatchEvent(new Event('change'));
  }
}

export const language = new ChosenLanguage();

type Values = Readonly<Record<string, string | number>>;

/** The text of this key, with `{name}` replaced by its value. */
export function text(key: TextKey, values: Values = {}): string {
  return DICTIONARIES[language.current][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    String(values[name] ?? whole));
}

/** The singular or plural text of a stem, with `{n}` replaced by the number. */
export function counted(stem: CountedKey<TextKey>, n: number, values: Values = {}): string {
  const form = new Intl.PluralRules(language.current).select(n) === 'one' ? 'one' : 'other';
  return text(`${stem}.${form}` as TextKey, { n: n.toLocaleString(language.current), ...values });
}

/** A word the suite may extend before this page does: the text of `group.name`, else the name itself. */
export function word(group: string, name: string): string {
  const key = `${group}.${name}`;
  return key in DICTIONARIES[language.current] ? text(key as TextKey) : name.replaceAll('_', ' ');
}

/** What went wrong and what helps, by the code of the problem. */
export function problemText(code: string, detail: string): string {
  const known = `problem.${code}` in DICTIONARIES[language.current];
  return known || detail === '' ? word('problem', code) : detail;
}

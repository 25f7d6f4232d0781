import { html, type TemplateResult } from 'lit';
import { language, LANGUAGES, text } from '../texts/texts';
import { Component } from './component';

/** Each language names itself, so that it is found by those who cannot read the other. */
const NAMES = { de: 'Deutsch', en: 'English' } as const;

/** Switches the language of the whole page. */
class LanguageSwitch extends Component {
  protected override render(): TemplateResult {
    return html`
      <div class="lang-switch" role="group" aria-label=${text('page.language')} data-testid="lang-switch">
        ${LANGUAGES.map((code) => html`
          <button type="button" lang=${code} aria-label=${NAMES[code]} data-lang=${code}
                  aria-pressed=${language.current === code}
                  @click=${() => language.choose(code)}>${code.toUpperCase()}</button>`)}
      </div>`;
  }
}

customElements.define('language-switch', LanguageSwitch);

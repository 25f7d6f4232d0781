import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { ProblemAnswer } from '../api/hub';
import { problemText, text } from '../texts/texts';
import { Component, Watch } from './component';
import { closeIcon } from './icons';
import { question, type Question } from './question';

/** Asks before anything is done that cannot be undone by the next click. */
class QuestionDialog extends Component {
  static override properties = {
    reason: { state: true }, typed: { state: true }, busy: { state: true }, problem: { state: true },
  };
  declare private reason: string;
  declare private typed: string;
  declare private busy: boolean;
  declare private problem: ProblemAnswer | null;
  private shown: Question | null = null;

  constructor() {
    super();
    this.empty();
    new Watch(this, question);
  }

  protected override render(): TemplateResult | typeof nothing {
    const asked = question.current;
    if (asked === null) {
      return nothing;
    }
    return html`
      <dialog class="question" aria-labelledby="question-title" data-testid="question" @close=${this.closed}>
        <form method="dialog" @submit=${this.submitted}>
          <header class="section-head">
            <h2 id="question-title">${asked.title}</h2>
            <button type="button" class="quiet" aria-label=${text('page.close')}
                    @click=${() => this.dialog()?.close()}>${closeIcon()}</button>
          </header>
          <div class="question-body">
            <ul class="question-facts" data-testid="question-facts">
              ${asked.facts.map((fact) => html`<li>${fact}</li>`)}
            </ul>
            ${asked.reasonFrom === 0 ? nothing : this.reasonField(asked)}
            ${asked.typed === null ? nothing : this.typedField(asked.typed)}
            ${this.problem === null ? nothing : html`
              <p class="problem" role="alert">${problemText(this.problem.code, this.problem.detail)}</p>`}
          </div>
          <footer class="question-foot">
            <button type="button" @click=${() => this.dialog()?.close()}>${text('ask.back')}</button>
            <button type="submit" class="main-action" data-testid="question-confirm"
                    ?disabled=${this.busy || !this.isAnswered(asked)}>${asked.confirm}</button>
          </footer>
        </form>
      </dialog>`;
  }

  protected override updated(changed: PropertyValues<this>): void {
    super.updated(changed);
    if (question.current !== null && question.current !== this.shown) {
      this.shown = question.current;
      this.empty();
      this.dialog()?.showModal();
    }
  }

  private reasonField(asked: Question): TemplateResult {
    return html`
      <label class="question-field">
        <span>${text('ask.reason', { n: asked.reasonFrom })}</span>
        <textarea rows="2" maxlength="500" required autofocus data-testid="question-reason"
                  .value=${this.reason} aria-describedby="question-hint"
                  @input=${(event: Event) => { this.reason = valueOf(event); }}></textarea>
        <span class="muted small" id="question-hint">${text('ask.no_names')}</span>
      </label>`;
  }

  private typedField(wanted: string): TemplateResult {
    return html`
      <label class="question-field">
        <span>${text('ask.typed', { n: wanted })}</span>
        <input type="text" autocomplete="off" inputmode="numeric" data-testid="question-typed"
               .value=${this.typed}
               @input=${(event: Event) => { this.typed = valueOf(event); }}>
      </label>`;
  }

  private isAnswered(asked: Question): boolean {
    return this.reason.trim().length >= asked.reasonFrom
      && (asked.typed === null || this.typed.trim() === asked.typed);
  }

  private async submitted(event: Event): Promise<void> {
    event.preventDefault();
    const asked = question.current;
    if (asked === null || this.busy || !this.isAnswered(asked)) {
      return;
    }
    this.busy = true;
    this.problem = null;
    try {
      const outcome = await asked.run(this.reason.trim());
      this.dialog()?.close();
      question.tell(outcome);
    } catch (failure) {
      this.problem = ProblemAnswer.of(failure);
    }
    this.busy = false;
  }

  private closed(): void {
    this.shown = null;
    question.close();
  }

  private empty(): void {
    this.reason = '';
    this.typed = '';
    this.busy = false;
    this.problem = null;
  }

  private dialog(): HTMLDialogElement | null {
    return this.find<HTMLDialogElement>('dialog');
  }
}

const valueOf = (event: Event): string =>
  (event.target as HTMLInputElement | HTMLTextAreaElement).value;

customElements.define('question-dialog', QuestionDialog);

/** What the page /check knows and shows, and what it does with a claim. */
import { ApiError, postClaim } from "./api.ts";
import { Store, type Theme } from "./store.ts";
import { fromFragment, toFragment, toRequest } from "../model/claim-link.ts";
import { type Answer, type ClaimForm, type Media, noClaim } from "../model/claim.ts";

export interface CheckState {
  form: ClaimForm;
  media: Media | null;
  /** name of the chosen picture; "" when there is none, or when the metadata came with a link */
  picture: string;
  /** the claim that the answer is about */
  asked: ClaimForm | null;
  askedMedia: Media | null;
  answer: Answer | null;
  editing: boolean;
  busy: boolean;
  /** a sentence when the whole request failed */
  error: string;
  /** a sentence by field: a name of ClaimForm, or media */
  errors: Record<string, string>;
  /** number of the check that is pointed at; -1 none */
  active: number;
  /** number of the alternative that is shown; -1 none */
  shown: number;
  theme: Theme;
}

export const initialCheckState = (theme: Theme): CheckState => ({
  form: noClaim(), media: null, picture: "", asked: null, askedMedia: null, answer: null, editing: true, busy: false, error: "", errors: {}, active: -1, shown: -1, theme,
});

/** Fields that the form shows an error at; the server may name others. */
const FIELDS = ["text", "coordinates", "published", "time", "source", "url", "media"];

export class CheckStore extends Store<CheckState> {
  #asking = new AbortController();

  /** Takes the claim of a link and checks it; does nothing without one. */
  openLink(fragment: string): void {
    const linked = fromFragment(fragment);
    if (!linked) return;
    this.update({ form: linked.form, media: linked.media, picture: "" });
    void this.check();
  }

  /** The address of this claim, for others. */
  link(): string {
    return `${location.origin}/check#${toFragment(this.state.asked ?? this.state.form, this.state.asked ? this.state.askedMedia : this.state.media)}`;
  }

  edit(): void {
    this.update({ editing: true, active: -1, shown: -1, error: "", errors: {} });
  }

  clear(): void {
    this.#asking.abort();
    history.replaceState(null, "", location.pathname);
    this.update({ ...initialCheckState(this.state.theme) });
  }

  /** Asks the server. True when there is an answer. */
  async check(): Promise<boolean> {
    const { form, media } = this.state;
    const { body, errors } = toRequest(form, media);
    if (Object.keys(errors).length > 0) {
      this.update({ errors, error: "", editing: true });
      return false;
    }
    this.#asking.abort();
    const asking = (this.#asking = new AbortController());
    this.update({ busy: true, error: "", errors: {} });
    try {
      const answer = await postClaim(body, asking.signal);
      if (!answer) throw new ApiError(0, "The server's answer is not one that this page can read; is the page older than the server?");
      history.replaceState(null, "", `${location.pathname}#${toFragment(form, media)}`);
      this.update({ busy: false, answer, asked: form, askedMedia: media, editing: false, active: -1, shown: -1 });
      return true;
    } catch (e) {
      if (asking.signal.aborted) return false;
      this.update({ busy: false, editing: true, ...faults(e) });
      return false;
    }
  }
}

/** Where a failure belongs: at its field, or above the form. */
function faults(e: unknown): Pick<CheckState, "error" | "errors"> {
  const message = e instanceof Error ? e.message : String(e);
  const field = e instanceof ApiError ? (e.field.split(".")[0] ?? "") : "";
  if (FIELDS.includes(field)) return { error: "", errors: { [field]: message } };
  return { error: field === "" ? message : `${field}: ${message}`, errors: {} };
}

/** Whatever an operation takes or gives. Bytes are lower-case hex, integers decimal strings. */
export type Value = string | boolean | Value[] | { [name: string]: Value };
export type Members = { [name: string]: Value };

export type Level = "must" | "should" | "may" | "info";
export type Profile = "amp" | "bystander";

export interface Rejection {
  /** Every class that is right. */
  class: string[];
  /** Where the item at fault starts. Absent where it is not said. */
  offset?: string;
  tlv_type?: string;
}

/** A result, or a rejection. */
export type Answer = { ok: Members } | { reject: Rejection };

export interface Vector {
  op: string;
  id: string;
  hash: string;
  comment: string;
  status: "stable";
  since: string;
  level: Level;
  profiles: Profile[];
  rules: { obeys: string[]; breaks: string[] };
  needs: string[];
  in: Members;
  expect: Answer | { any: Answer[] };
  /** Of receiver.run: every answer to every HTLC is compared, and not the last one alone. */
  trace?: true;
  /** What implementations in use answer instead. In such an answer a rejection may lack its class. */
  deployed?: {
    implementation: string;
    versions: string;
    answer: { ok: Members } | { reject: Partial<Rejection> };
    evidence: string;
  }[];
  /** Of a rejection: a valid vector of the same operation, and the edit from there to here. */
  near?: { id: string; edit: string };
  /** Labels of the input: offset, length, name, and perhaps a note. */
  map?: ([string, string, string] | [string, string, string, string])[];
  source: { kind: string; from: string };
}

export interface Rule {
  id: string;
  level: "must" | "should" | "may";
  authority: string;
  source: string;
  side: string;
  class: string;
  sentence: string;
  [member: string]: unknown;
}

/** The version of the suite. */
export const suite: string;
/** The operations, sorted. */
export const operations: string[];
/** The stable vectors: of one operation, for one profile, of this level and those that bind more. None is an error. */
export function vectors(selection?: { op?: string; profile?: Profile; level?: Level }): Vector[];
/** Every answer to a vector that is right: one, or several. */
export function answers(vector: Vector): Answer[];
/** The rules that the vectors name, by id. */
export function rules(): Map<string, Rule>;

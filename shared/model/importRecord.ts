/** What a session that was imported says about its files, and what was noticed in them. */

export const FINDING_KINDS = [
  'badRow',
  'closeTimeStamps',
  'converted',
  'duplicate',
  'gap',
  'hole',
  'inconsistentBar',
  'interrupted',
  'mixedUnits',
  'nonPositive',
  'takerAboveVolume',
  'thinned',
  'truncated',
  'unknownColumn',
  'unsorted',
  'unsupported',
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** What was done about it. */
export const FINDING_ACTIONS = ['noted', 'dropped', 'changed', 'refused'] as const;
export type FindingAction = (typeof FINDING_ACTIONS)[number];

/** Repeats of one kind in one file, as one. */
export interface Finding {
  readonly file: string;
  readonly kind: FindingKind;
  readonly action: FindingAction;
  /** Rows concerned. */
  readonly count: number;
  /** Lines of the file, from 1; equal when it is one. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** A sentence that names the first case: values, column, line. */
  readonly detail: string;
}

/** A file, or an entry of an archive, as it was read. */
export interface ImportedFile {
  /** Without folders; an entry of an archive as `archive.zip/entry.csv`. */
  readonly name: string;
  /** Of the file on disk, which for an entry is its archive. */
  readonly bytes: number;
  /** Of the file on disk, hex. */
  readonly sha256: string;
  /** Id of the format it was read as. */
  readonly format: string;
  /** `ImportParameters` as JSON. */
  readonly parameters: string;
  /** Events read from it; of these an earlier file may have held some already, which is a finding. */
  readonly rows: number;
}

/** Where an imported session comes from. Both are empty for a session that was recorded. */
export interface ImportRecord {
  readonly files: readonly ImportedFile[];
  readonly findings: readonly Finding[];
}

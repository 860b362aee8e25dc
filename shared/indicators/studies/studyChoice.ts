/** A study with parameters, as settings, windows and the command line name it. */
import type { StudyDef, StudyFold } from '../indicator';
import { STUDIES } from './registry';

export interface StudyChoice {
  readonly study: string;
  /** What is left out has its default. */
  readonly params: Readonly<Record<string, string | number>>;
}

export function findStudy(id: string): StudyDef<unknown> | undefined {
  return STUDIES.find((study) => study.id === id);
}

/** Why a choice cannot be computed, for the one who made it; null when it can. */
export function studyProblem({ study, params }: StudyChoice): string | null {
  const def = findStudy(study);
  if (def === undefined) return `There is no study "${study}".`;
  const parsed = def.params.safeParse(params);
  if (parsed.success) return null;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  return `${def.title}: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'these parameters do not fit'}.`;
}

/** Throws for a choice with a problem. */
export function createStudy({ study, params }: StudyChoice, intervalMs: number): StudyFold {
  const def = findStudy(study);
  if (def === undefined) throw new Error(`there is no study ${study}`);
  return def.create(def.params.parse(params), { intervalMs });
}

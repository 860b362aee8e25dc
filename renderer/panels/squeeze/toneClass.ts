import type { StoryLine } from '../../../shared/model/structure';

/** The colour of a value by how it leans; none of a neutral one. */
export function toneClass(tone: StoryLine['tone']): string | undefined {
  return tone === 'none' ? undefined : tone;
}

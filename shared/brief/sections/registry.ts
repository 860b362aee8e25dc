/** The sections of a brief, in their order; one file and one line each. */
import type { BriefInput, BriefSection } from '../brief';
import { fundingSection } from './funding';
import { gapsSection } from './gaps';
import { liquidationsSection } from './liquidations';
import { openInterestSection } from './openInterest';
import { pricesSection } from './prices';
import { seriesSection } from './series';
import { structureSection } from './structure';
import { takerFlowSection } from './takerFlow';

export const BRIEF_SECTIONS: readonly ((input: BriefInput) => BriefSection)[] = [
  pricesSection,
  structureSection,
  liquidationsSection,
  openInterestSection,
  fundingSection,
  takerFlowSection,
  seriesSection,
  gapsSection,
];

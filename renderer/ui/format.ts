/** How the screen writes numbers: the same as briefs and exports do. */
export * from '../../shared/text/format';

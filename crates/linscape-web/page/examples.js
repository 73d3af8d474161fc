// @ts-check
// Problems to begin with; the files that some of them name stand in the page (src/page.rs). The digits are scikit-learn's,
// copyright (c) The scikit-learn developers, BSD 3-Clause (fixtures/LICENSE-BSD-3-Clause).

/** @typedef {{name: string, about: string, hash: string}} Example */

/** @type {Example[]} */
const EXAMPLES = [
  { name: "5-4-3", about: "5² = 4² + 3²: {1} and {2,3} share a critical value, eight families have seven.", hash: "#sigma=5,4,3&widths=3,3,3,3" },
  // The singular values of the items and their features are √7, √3, 1, 1: fixtures/README.md, "Semantic hierarchy".
  { name: "Saxe's hierarchy", about: "Living things, their kingdoms, the items: stages of learning. σ = √7, √3, 1, 1, from the table of facts of Saxe, McClelland and Ganguli.", hash: "#inputs=hierarchy-inputs.csv&targets=hierarchy-targets.csv&hidden=4,4&init=balanced:1e-3" },
  { name: "digits", about: "Scikit-learn's handwritten digits, 1,797 pictures of 64 pixels, as linear regression of their labels sees them: nine directions, 512 families, from the pixels themselves.", hash: "#inputs=digits.npz:pixels&labels=digits-labels.csv&center=yes&hidden=9,9" },
  { name: "near ties", about: "Two modes of nearly the same strength: families lie close together, and flow takes them one after the other.", hash: "#sigma=3,2.99,1&widths=3,3,3,3&init=balanced:1e-3" },
  { name: "a collapse by weight decay", about: "Beyond the fold a mode is lost, and since 0 stays a minimum it does not come back.", hash: "#sigma=3,2,1&widths=3,3,3,3&decay=0.9" },
];

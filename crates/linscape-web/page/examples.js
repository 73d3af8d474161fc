// @ts-check
// Problems to begin with.

/** @typedef {{name: string, about: string, hash: string}} Example */

/** @type {Example[]} */
const EXAMPLES = [
  { name: "5-4-3", about: "5² = 4² + 3²: {1} and {2,3} share a critical value, eight families have seven.", hash: "#sigma=5,4,3&widths=3,3,3,3" },
  // The singular values of the items and their features are √7, √3, 1, 1: fixtures/README.md, "Semantic hierarchy".
  { name: "Saxe's hierarchy", about: "Living things, their kingdoms, the items: stages of learning. σ = √7, √3, 1, 1, from the table of facts of Saxe, McClelland and Ganguli.", hash: "#inputs=hierarchy-inputs.csv&targets=hierarchy-targets.csv&hidden=4,4&init=balanced:1e-3" },
  { name: "digits", about: "The nine directions of scikit-learn's handwritten digits, as linear regression on centred pixels sees them, in a network of widths 9-9-9-9: 512 families.", hash: "#sigma=12.6296,12.1772,12.1008,11.6699,11.0493,10.6854,9.79473,8.84603,7.93007&widths=9,9,9,9" },
  { name: "near ties", about: "Two modes of nearly the same strength: families lie close together, and flow takes them one after the other.", hash: "#sigma=3,2.99,1&widths=3,3,3,3&init=balanced:1e-3" },
  { name: "a collapse by weight decay", about: "Beyond the fold a mode is lost, and since 0 stays a minimum it does not come back.", hash: "#sigma=3,2,1&widths=3,3,3,3&decay=0.9" },
];

/** Files of the examples, small enough to stand here. @type {Record<string, string>} */
const EXAMPLE_FILES = {
  "hierarchy-inputs.csv": "canary,salmon,oak,rose\n1,0,0,0\n0,1,0,0\n0,0,1,0\n0,0,0,1\n",
  "hierarchy-targets.csv": "grow,move,roots,fly,swim,leaves,petals\n1,1,0,1,0,0,0\n1,1,0,0,1,0,0\n1,0,1,0,0,1,0\n1,0,1,0,0,0,1\n",
};

// The form's verdict on contributions as data, many at a time: for tests, and for whoever wonders.

function comesBack(written, data) {
  try {
    return JSON.stringify(yaml.read(written)) === JSON.stringify(data);
  } catch {
    return false;
  }
}

/** Judge contributions as data, many at a time: for tests and for whoever wonders. */
function verdicts(contributions) {
  return contributions.map((data) => {
    const found = check.contribution(data), written = yaml.write(data);
    return { yaml: written, same: comesBack(written, data), problems: found.map(({ path, code }) => `${code} ${path.join(".")}`) };
  });
}

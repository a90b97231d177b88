// Before anything is painted: scripts run, and which of light and dark was chosen.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const chosen = localStorage.getItem("relaycert-theme");
    if (chosen) root.dataset.theme = chosen;
  } catch { /* a page from a file may keep nothing */ }
})();

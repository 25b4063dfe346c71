"""The page's one script: what is put on the clipboard for a site's editor.

Site editors keep elements, spans and old-fashioned attributes and drop style, class and id. So borders, widths and alignment are
written both ways: as attributes, which survive, and as inline styles, which look better where they are kept.
"""

SCRIPT = """
(function () {
  "use strict";
  function set(element, attributes) {
    for (var name in attributes) element.setAttribute(name, attributes[name]);
  }
  function bare(element) {
    Array.from(element.attributes).forEach(function (attribute) {
      if (["colspan", "rowspan", "scope"].indexOf(attribute.name) < 0) element.removeAttribute(attribute.name);
    });
  }
  function table(shown) {
    var copy = shown.cloneNode(true), whole = shown.getBoundingClientRect().width || 1;
    copy.querySelectorAll("caption, colgroup").forEach(function (part) { part.remove(); });
    copy.querySelectorAll("a").forEach(function (link) { link.replaceWith(link.textContent); });
    bare(copy);
    copy.querySelectorAll("thead, tbody, tr").forEach(bare);
    set(copy, { border: "1", cellspacing: "0", cellpadding: "4", width: "100%", align: "center",
      style: "border-collapse:collapse;border:1px solid #000;width:100%" });
    var cells = copy.querySelectorAll("th, td");
    shown.querySelectorAll("th, td").forEach(function (cell, number) {
      var align = getComputedStyle(cell).textAlign === "left" ? "left" : "center";
      var width = (100 * cell.getBoundingClientRect().width / whole).toFixed(1) + "%";
      bare(cells[number]);
      set(cells[number], { align: align, valign: "middle", width: width,
        style: "border:1px solid #000;width:" + width + ";text-align:" + align + ";vertical-align:middle" });
    });
    return copy.outerHTML;
  }
  function text(shown) {
    var copy = shown.cloneNode(true);
    copy.querySelectorAll("a, span, mark").forEach(function (part) { part.replaceWith(part.textContent); });
    var align = getComputedStyle(shown).textAlign;
    bare(copy);
    if (align === "center" || align === "right") set(copy, { align: align, style: "text-align:" + align });
    return copy.outerHTML;
  }
  function copied(kind) {
    var parts = document.querySelectorAll(kind === "table" ? "#report table" : "#report > h1, #report > h2, #report > h3, " +
      "#report > h4, #report > h5, #report > p, #report table");
    return Array.from(parts).map(function (part) { return part.tagName === "TABLE" ? table(part) : text(part); }).join("\\n");
  }
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    button.addEventListener("click", function () {
      var html = copied(button.dataset.copy), done = false, state = document.getElementById("copied");
      function put(event) {
        event.clipboardData.setData("text/html", html);
        event.clipboardData.setData("text/plain", document.getElementById("report").innerText);
        event.preventDefault();
        done = true;
      }
      document.addEventListener("copy", put);
      try { done = document.execCommand("copy") && done; } catch (error) { done = false; }
      document.removeEventListener("copy", put);
      state.textContent = done ? state.dataset.done : state.dataset.failed;
    });
  });
})();
"""

/**
 * What is changed in @getodk/web-forms while it is built in: each change names the exact source text and how often
 * it stands there. The build fails when one of them is missing, so that an upgrade of the library is noticed.
 *
 * Names that begin with two lines come from fieldapp/src/forms/hooks.ts; the Chinese words are in wording.ts.
 */

/** A text in quotes, shown in the language of the app instead. */
const word = (text, times = 1) => ({ find: `"${text}"`, put: `__say(${JSON.stringify(text.trim())})`, times })

/** A text in quotes that also stands elsewhere: only where the given text comes before it. */
const wordAfter = (before, text, times = 1) => ({
  find: `${before}"${text}"`, put: `${before}__say(${JSON.stringify(text)})`, times,
})

const swap = (find, put, times = 1) => ({ find, put, times })

/** The engine and the questions. */
export const forms = [
  word('An error occurred while loading this form'),
  word('Technical error details'),
  word('change language'),
  word('Change language'),
  word('Finding your location'),
  swap('" Location will be saved at " + toDisplayString(eA.options.accuracyThreshold) + " m "',
    '__say("Location will be saved at %(n)s m", { n: eA.options.accuracyThreshold })'),
  swap('createTextVNode("Time taken to capture location: ", -1)', 'createTextVNode(__say("Time taken to capture location:") + " ", -1)'),
  swap('" Previous saved location at " + toDisplayString(unref(truncateDecimals)(rA.value.value, nA)) + " m "',
    '__say("Previous saved location at %(n)s m", { n: unref(truncateDecimals)(rA.value.value, nA) })'),
  swap('toDisplayString(unref(truncateDecimals)(iA.value.value, nA)) + " m - " + toDisplayString(iA.value.label)',
    '__say("%(n)s m", { n: unref(truncateDecimals)(iA.value.value, nA) }) + " · " + toDisplayString(iA.value.label)'),
  swap('this.label = GEOPOINT_ACCURACY_QUALITY_LABEL[rA]', 'this.label = __say(GEOPOINT_ACCURACY_QUALITY_LABEL[rA])'),
  swap('"Accuracy: " + toDisplayString(unref(truncateDecimals)(oA.accuracy, { decimals: 3 })) + " m,"',
    '__say("Accuracy: %(n)s m", { n: unref(truncateDecimals)(oA.accuracy, { decimals: 3 }) }) + " "'),
  swap('"Latitude: " + toDisplayString(oA.latitude) + ","', '__say("Latitude: %(n)s", { n: oA.latitude }) + " "'),
  swap('"Longitude: " + toDisplayString(oA.longitude) + "."', '__say("Longitude: %(n)s", { n: oA.longitude })'),
  wordAfter('label: ', 'Cancel'),
  word('Save location'),
  word('Get location'),
  word('Try again'),
  word('Cannot access location'),
  word('Grant location permission in the browser settings and make sure location is turned on.'),
  word(' Unable to load map '),
  word('Rank items'),
  word(' Okay '),
  swap('"🚧 Support for non-image uploads is pending. 🚧"', '__say("Only photos can be attached")'),
  word('Captured image preview'),
  word('Take picture'),
  word('Choose image'),
  word('Repeat Item'),
  wordAfter('label: ', 'Remove'),
  swap('createTextVNode(" Add ", -1)', 'createTextVNode(__say("Add") + " ", -1)'),
  word('Location unavailable. Enable GPS and browser permissions, then restart the form to try again.'),
  swap('QA === 1 ? "1 question with error." : `${QA} questions with errors.`', '__say("%(n)s questions with errors.", { n: QA })'),
  wordAfter('label: ', 'Send'),
  swap('AA = VALIDATION_TEXT[tA]', 'AA = __say(VALIDATION_TEXT[tA])'),
  swap('message: "Unknown error"', 'message: __say("Unknown error")'),
  swap('AA === "" && (AA = "Unknown error")', 'AA === "" && (AA = __say("Unknown error"))'),
  swap('new Error("Cannot fetch media. Verify the URL and fetch settings.")', 'new Error(__say("Media not found."))'),
  swap('new Error(`Media not found. File: ${uA.href}`)', 'new Error(__say("Media not found."))'),
  swap('new Error(`Cannot fetch media. Unknown error. File: ${uA.href}`)', 'new Error(__say("Media not found."))'),
  swap('new Error(`Failed to load audio. File: ${eA.resourceUrl.href}`)', 'new Error(__say("Media not found."))'),
  swap('new Error(`Failed to load image. File: ${eA.resourceUrl?.href}`)', 'new Error(__say("Media not found."))'),
  swap('new Error(`Failed to load video. File: ${eA.resourceUrl.href}`)', 'new Error(__say("Media not found."))'),

  // One language is no choice; a form with pictures and one language calls it "default".
  swap('eA.languages.length > 0 ?', 'eA.languages.length > 1 ?'),
  // A language is called by its name, without its code.
  swap('toDisplayString(nA.value.language)', 'toDisplayString(__languageName(nA.value.language))'),
  swap('toDisplayString(nA.option.language)', 'toDisplayString(__languageName(nA.option.language))'),
  // The page keeps its own look: no reset of the whole document, no external link.
  swap('tA.textContent = resetStyles, document.head.prepend(tA), ', ''),
  swap('href: "https://getodk.org",\n            target: "_blank"', '"aria-hidden": "true"'),
  // Unfinished forms come back as they were, with their own id; the library itself only knows editing.
  swap('const rA = resolvableFormInstanceInput(tA.editInstance), oA = await AA.editInstance(rA, nA);',
    'const oA = await AA.restoreInstance({ data: [await tA.editInstance.resolveInstance()] }, nA);'),
  swap('form: eA,\n  instance: tA,\n  root: tA.root\n})', 'form: eA,\n  instance: __opened(tA),\n  root: tA.root\n})'),
  swap('failure = (eA) => ({', 'failure = (eA) => (__failed(eA), {'),
  // A date may be read from a question, e.g. decimal-date-time(${born_on}), as the specification has it.
  swap(`    case "STRING": {
      const nA = tA.toString();
      return dateTimeFromString(AA, nA);
    }
    default:
      throw new Error(
        "Expected a NUMBER or STRING evaluation type for date-time conversion, but received an invalid type."
      );`, '    default:\n      return dateTimeFromString(AA, tA.toString());'),
  // Who sends a form with a fault is led to it, not to the top of the page.
  swap('document.scrollingElement?.scrollTo(0, 0)', '__toFirstFault()'),
  // Photos are made small and lose their hidden notes; one that cannot be is not taken.
  swap('uA && gA ? await resize(uA, gA) : uA', 'uA ? await __photo(uA) : uA'),
  swap('.catch((gA) => {\n        AA.question.setValue(uA);\n      })', '.catch(__photoRefused)'),
  // Every control has a name.
  swap('variant: "text",\n            class: "button-menu",', 'variant: "text",\n            class: "button-menu",\n            "aria-label": __say("More"),'),
  swap('"onUpdate:modelValue": oA[0] || (oA[0] = (iA) => AA.value = iA),\n      "show-icon": "",',
    '"onUpdate:modelValue": oA[0] || (oA[0] = (iA) => AA.value = iA),\n      "input-id": eA.question.nodeId,\n      "show-icon": "",'),
  swap('"time-only": "",\n      "hour-format": "12",', '"input-id": eA.question.nodeId,\n      "time-only": "",\n      "hour-format": "24",'),
  swap('id: eA.node.nodeId,\n      key: nA.value,\n      ref_key: "inputRef",\n      ref: AA,\n      modelValue: iA.value,',
    '"input-id": eA.node.nodeId,\n      key: nA.value,\n      ref_key: "inputRef",\n      ref: AA,\n      modelValue: iA.value,'),
  swap('id: eA.question.nodeId,\n      class: "dropdown",',
    'id: eA.question.nodeId,\n      class: "dropdown",\n      "aria-label": eA.question.currentState.label?.asString ?? "",'),
  swap('class: "close-icon",\n            onClick: IA[0]', 'class: "close-icon",\n            "aria-label": __say("Cancel"),\n            onClick: IA[0]'),
  swap('class: "clear-button",\n        onClick', 'class: "clear-button",\n        "aria-label": __say("Remove"),\n        onClick'),
  swap('role: "region",\n        "aria-labelledby": eA.$id + "_header"', ''),
  swap('"aria-selected": oA.isSelected(IA),\n                  "aria-disabled"', 'role: "button",\n                  "aria-pressed": oA.isSelected(IA),\n                  "aria-disabled"'),
  swap('"aria-label": eA.$primevue.config.locale.chooseYear,', '', 2),
  swap('"aria-label": eA.$primevue.config.locale.chooseMonth,', '', 2),
  swap('role: "presentation",\n            "aria-hidden": "true",\n            class: "p-hidden-accessible p-hidden-focusable",',
    'class: "p-hidden-accessible p-hidden-focusable",', 4),
  swap('role: "searchbox",', 'role: "searchbox",\n                "aria-label": __say("Search"),', 2),
  swap('class: "geo-dialog",', 'class: "geo-dialog",\n      "aria-label": __say("Finding your location"),'),
  swap('class: "geo-spinner",', 'class: "geo-spinner",\n              "aria-hidden": "true",'),
  // Menus and calendars open in a landmark of their own.
  swap('default: "body"', 'default: "#form-overlays"', 7),
]

/** The map that some questions show. */
export const map = [
  // No map is asked of another host: the offline map of the phone lies under the questions.
  swap('layers: [new wy({ source: new Xy() })]',
    'layers: __ground((shapes, style) => new Hr({ source: new Ya({ features: new Oc().readFeatures(shapes, { featureProjection: eh }) }), style }))'),
  swap('center: Fu,\n          zoom: bu,', '...__middle(Fu, bu),'),
  word('Graphics issue detected'),
  word('Your browser cannot display the map now. Enable graphics acceleration settings.'),
  word('Cannot access location'),
  word('Grant location permission in the browser settings and make sure location is turned on.'),
  word('Remove selection'),
  word('Save selected'),
  word('No trace saved'),
  word('No shape saved'),
  word('No point saved'),
  word('Point saved', 2),
  word('Trace saved'),
  word('Shape saved'),
  word('Feature saved'),
  swap('`${d} points saved`', '__say("%(n)s points saved", { n: d })'),
  swap('g = [`Longitude: ${h}`, `Latitude: ${u}`]', 'g = [__say("Longitude: %(n)s", { n: h }), __say("Latitude: %(n)s", { n: u })]'),
  swap('`Altitude: ${d} m`', '__say("Altitude: %(n)s m", { n: d })'),
  swap('`Accuracy: ${ld(f, { decimals: 3 })}`', '__say("Accuracy: %(n)s m", { n: ld(f, { decimals: 3 }) })'),
  word('Capturing location...'),
  word('Remove'),
  word('Remove point'),
  word('View details'),
  word('Advanced'),
  word('File is empty.'),
  word('Unsupported file type. Please upload a .geojson file.'),
  word('Failed to parse file. Ensure it is a valid GeoJSON.'),
  word('Incorrect geometry type.'),
  word('Import data to replace location', 2),
  word('Paste data in ODK format'),
  word('Enter as: Lat Long Alt Acc (e.g. 45.5 -122.6 15 2; 45.6 -122.7 12 3)'),
  word('Upload a GeoJSON file'),
  word('Upload file'),
  wordAfter('label: ', 'Save'),
  wordAfter('label: ', 'Delete'),
  wordAfter('title: ', 'Delete'),
  word('Full Screen'),
  word('Zoom to fit'),
  word('Zoom to current location'),
  word('Undo last change'),
  word('Delete entire shape?'),
  word('Delete entire trace?'),
  word(' Are you sure you want to delete this entire shape and start over? '),
  word(' Are you sure you want to delete this entire trace and start over? '),
  swap('{ for: "longitude" }, "Longitude"', '{ for: "longitude" }, __say("Longitude")'),
  swap('{ for: "latitude" }, "Latitude"', '{ for: "latitude" }, __say("Latitude")'),
  swap('{ for: "altitude" }, "Altitude"', '{ for: "altitude" }, __say("Altitude")'),
  swap('{ for: "accuracy" }, "Accuracy"', '{ for: "accuracy" }, __say("Accuracy")'),
  word(' Longitude is invalid '),
  word(' Latitude is invalid '),
  word('Press and drag to move a point'),
  word('Tap to place a point'),
  word('Tap to move point'),
  word('Use the location button to center on your current location'),
  word('Get location'),
]

// Fills a form the way ODK Collect does, with the same engine (JavaRosa), and writes the filled form.
// Run: java -cp ODK_Validate.jar FillForm.java FORM.xml OUT.xml [language]; answers come as lines `path=value` on the
// standard input. A repeat is entered by `+path`. A refused answer is printed as `REFUSED path: message` and left out; an
// answer to a question that is not shown is printed as `HIDDEN path`. Files that the form leans on lie beside it.

import java.io.BufferedReader;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.data.UncastData;
import org.javarosa.core.model.data.helper.Selection;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.core.reference.PrefixedRootFactory;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.transport.payload.ByteArrayPayload;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.xform.util.XFormUtils;

public class FillForm {
    private final FormEntryController controller;
    private final FormEntryModel model;
    private final Map<String, String> answers;

    FillForm(FormDef form, String language, Map<String, String> answers) {
        this.model = new FormEntryModel(form);
        this.controller = new FormEntryController(model);
        this.answers = answers;
        form.initialize(true, new InstanceInitializationFactory());
        if (!language.isEmpty()) {
            controller.setLanguage(language);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> answers = new LinkedHashMap<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int at = line.indexOf('=');
            answers.put(at < 0 ? line : line.substring(0, at), at < 0 ? "" : line.substring(at + 1));
        }
        new org.javarosa.model.xform.XFormsModule().registerModule();
        ReferenceManager.instance().addReferenceFactory(new Beside(Path.of(arguments[0]).toAbsolutePath().getParent()));
        FormDef form = XFormUtils.getFormFromFormXml(arguments[0], null);
        new FillForm(form, arguments.length > 2 ? arguments[2] : "", answers).run(arguments[1]);
    }

    void run(String file) throws Exception {
        for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent()) {
            FormIndex index = model.getFormIndex();
            String path = pathOf(index);
            if (event == FormEntryController.EVENT_PROMPT_NEW_REPEAT && answers.containsKey("+" + path)) {
                controller.newRepeat();
            } else if (event == FormEntryController.EVENT_QUESTION && answers.containsKey(path)) {
                answer(index, path, answers.remove(path));
            }
        }
        for (String path : answers.keySet()) {
            if (!path.startsWith("+")) {
                System.out.println("HIDDEN " + path);
            }
        }
        model.getForm().postProcessInstance();
        ByteArrayPayload made = (ByteArrayPayload) new XFormSerializingVisitor().createSerializedPayload(model.getForm().getInstance());
        try (InputStream from = made.getPayloadStream(); FileOutputStream to = new FileOutputStream(file)) {
            from.transferTo(to);
        }
    }

    private void answer(FormIndex index, String path, String said) {
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        System.out.println("ASKED " + path + ": " + prompt.getQuestionText());
        int outcome = controller.answerQuestion(index, valueOf(prompt, said), false);
        if (outcome != FormEntryController.ANSWER_OK) {
            String why = prompt.getConstraintText();
            System.out.println("REFUSED " + path + ": " + (why == null ? String.valueOf(outcome) : why));
        }
    }

    private static IAnswerData valueOf(FormEntryPrompt prompt, String said) {
        if (said.isEmpty()) {
            return null;
        }
        if (prompt.getControlType() == Constants.CONTROL_SELECT_ONE) {
            for (SelectChoice choice : prompt.getSelectChoices()) {
                if (choice.getValue().equals(said)) {
                    return new SelectOneData(new Selection(choice));
                }
            }
            throw new IllegalArgumentException("no choice " + said);
        }
        if (prompt.getDataType() == Constants.DATATYPE_DATE) {
            return new DateData(DateUtils.parseDate(said));
        }
        return prompt.getDataType() == Constants.DATATYPE_TEXT ? new StringData(said) : new UncastData(said);
    }

    private static String pathOf(FormIndex index) {
        return index.getReference() == null ? "" : index.getReference().toString(true).replace("[@template]", "");
    }

    /** Finds a file that the form leans on in the folder of the form. */
    private static final class Beside extends PrefixedRootFactory {
        private final Path folder;

        Beside(Path folder) {
            super(new String[] {"file", "file-csv", "images", "audio"});
            this.folder = folder;
        }

        @Override
        protected Reference factory(String terminal, String uri) {
            return new FileReference(folder.resolve(Path.of(terminal).getFileName()), uri);
        }
    }

    private record FileReference(Path path, String uri) implements Reference {
        @Override
        public boolean doesBinaryExist() {
            return Files.exists(path);
        }

        @Override
        public InputStream getStream() throws IOException {
            return Files.newInputStream(path);
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return path.toString();
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}

package io.hakozuna.hz3.verify.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The bill of materials has no parent, so what it shares with the build is kept here. */
class BillOfMaterialsTest {
    private static final Path ROOT = Path.of(System.getProperty("hz3.root"));

    private static Element pom(String module) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(ROOT.resolve(module).resolve("pom.xml").toFile())
            .getDocumentElement();
    }

    /** The texts of the elements with the name that are children of an element with the other name. */
    private static List<String> texts(Element pom, String parent, String name) {
        List<String> texts = new ArrayList<>();
        NodeList elements = pom.getElementsByTagName(name);
        for (int i = 0; i < elements.getLength(); i++) {
            if (elements.item(i).getParentNode().getNodeName().equals(parent)) {
                texts.add(elements.item(i).getTextContent());
            }
        }
        return texts;
    }

    @Test
    void itHasTheBuildsVersionAndNothingOfItsDependencies() throws Exception {
        Element bom = pom("bom");
        assertEquals(texts(pom("."), "project", "version"), texts(bom, "project", "version"));
        assertEquals(0, bom.getElementsByTagName("parent").getLength());
    }

    @Test
    void itListsWhatIsPublished() throws Exception {
        TreeSet<String> published = new TreeSet<>();
        for (String module : texts(pom("."), "modules", "module")) {
            Element pom = pom(module);
            if (!module.equals("bom") && !texts(pom, "properties", "maven.deploy.skip").contains("true")) {
                published.addAll(texts(pom, "project", "artifactId"));
            }
        }
        assertEquals(published, new TreeSet<>(texts(pom("bom"), "dependency", "artifactId")));
    }
}

package dev.sallyport.control.scim;

import dev.sallyport.control.directory.Alarms;
import dev.sallyport.control.directory.DirectoryWork;
import dev.sallyport.control.directory.Groups;
import dev.sallyport.control.directory.People;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The beans of the SCIM server. */
@Configuration(proxyBeanMethods = false)
@Import(ScimPage.class)
public class ScimAssembly {

    /** The attributes of people that a source may tell, by name. */
    public record Attributes(Set<String> names) {
        public Attributes {
            names = Set.copyOf(names);
        }
    }

    @Bean
    ScimServer scimServer(
            DirectoryWork work,
            People people,
            Groups groups,
            Attributes attributes,
            Alarms alarms) {
        OwnExtension extension = new OwnExtension(attributes.names());
        Changing changing = new Changing(work, alarms);
        return new ScimServer(
                new UserHandler(people, new UserForm(groups, extension), changing),
                new GroupHandler(groups, changing),
                extension);
    }
}

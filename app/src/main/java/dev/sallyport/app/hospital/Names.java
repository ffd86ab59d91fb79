package dev.sallyport.app.hospital;

import java.util.List;

/** First and last names common in the United States, freely combined: nobody in particular. */
final class Names {
    private Names() {}

    static final List<String> WOMEN =
            words(
                    """
                    Abigail Alice Amara Amelia Ana Angela Anh Aisha Barbara Beatrice Bianca Brenda
                    Camila Carmen Caroline Charlotte Chloe Christina Claire Daniela Deborah Diana
                    Donna Doris Dorothy Edith Elena Eleanor Elizabeth Ella Emily Emma Esther Eva
                    Evelyn Fatima Florence Frances Gabriela Gloria Grace Hannah Harper Hazel Heather
                    Helen Imani Irene Isabella Ivy Jacqueline Jane Janet Jasmine Jennifer Joan Joyce
                    Judith Julia Karen Katherine Keisha Kimberly Laila Laura Leah Leticia Lillian
                    Linda Lisa Lucia Lucy Madison Margaret Maria Marie Martha Mary Maya Mei Melissa
                    Mia Michelle Mildred Minh Monica Nadia Nancy Naomi Natalie Nicole Nina Noor
                    Olivia Pamela Patricia Paula Priya Rachel Rebecca Renee Rosa Ruth Samantha Sandra
                    Sarah Shirley Sofia Sophia Stella Susan Sylvia Tamika Teresa Theresa Thi Valeria
                    Vanessa Veronica Victoria Violet Virginia Vivian Wanda Willow Ximena Yolanda Zoe
                    """);

    static final List<String> MEN =
            words(
                    """
                    Aaron Adam Ahmed Alan Albert Alejandro Alexander Andre Andrew Anthony Antonio
                    Arthur Arjun Benjamin Bernard Brandon Brian Bruce Caleb Carl Carlos Charles
                    Christopher Clarence Daniel Darnell David Dennis DeShawn Diego Donald Douglas
                    Duc Earl Edward Eli Elijah Enrique Eric Ernest Ethan Eugene Felix Fernando Frank
                    Gabriel Gary George Gerald Gregory Harold Harry Hassan Henry Hiroshi Howard Hugo
                    Ian Isaac Ivan Jack Jacob James Jamal Jason Javier Jerome Jesse Joel John Jorge
                    Jose Joseph Joshua Juan Julian Kenneth Kevin Khalid Larry Lawrence Leon Leonard
                    Levi Liam Logan Louis Lucas Luis Malik Manuel Marcus Mark Martin Mateo Matthew
                    Michael Miguel Mohammed Nathan Nicholas Noah Omar Oscar Owen Patrick Paul Pedro
                    Peter Philip Rafael Ralph Ramon Raymond Reginald Ricardo Richard Robert Roger
                    Ronald Roy Russell Samuel Scott Sean Stephen Terrence Theodore Thomas Timothy
                    Trevor Tyrone Victor Vincent Walter Wei William Xavier Yusuf Zachary
                    """);

    static final List<String> LAST =
            words(
                    """
                    Abbott Adams Aguilar Ahmed Alexander Allen Alvarez Anderson Andrews Armstrong
                    Bailey Baker Banerjee Barnes Becker Bell Bennett Bianchi Bishop Black Boyd Brooks
                    Brown Bryant Burke Burns Butler Campbell Carlson Carpenter Carter Castillo Chang
                    Chavez Chen Choi Clark Cohen Cole Coleman Collins Cook Cooper Cortez Cox Crawford
                    Cruz Cunningham Daniels Davis Delgado Diaz Dixon Dominguez Douglas Duncan Dunn
                    Edwards Elliott Ellis Erickson Espinoza Evans Ferguson Fernandez Fisher Fleming
                    Fletcher Flores Ford Foster Fowler Fox Franklin Garcia Gardner Garza Gibson
                    Gomez Gonzalez Goodwin Gordon Graham Grant Gray Green Griffin Gupta Gutierrez
                    Hall Hamilton Hansen Harper Harris Harrison Hart Harvey Hawkins Hayes Henderson
                    Henry Hernandez Herrera Hicks Hill Hoffman Holmes Howard Hudson Hughes Hunt
                    Ibrahim Jackson Jacobs James Jenkins Jensen Jimenez Johnson Jones Jordan Kaur
                    Kelly Kennedy Khan Kim King Klein Knight Kowalski Kumar Lam Larson Lawrence Lee
                    Lewis Li Lin Liu Lopez Lynch MacDonald Marshall Martin Martinez Mason McCarthy
                    McCoy Medina Mendoza Meyer Miller Mitchell Montgomery Moore Morales Moreno Morgan
                    Morris Murphy Murray Myers Nelson Newman Nguyen Nichols Novak Nunez O'Brien
                    O'Connor Okafor Oliver Olson Ortega Ortiz Owens Palmer Park Parker Patel Patterson
                    Payne Perez Perkins Perry Peters Peterson Pham Phillips Pierce Porter Powell
                    Price Ramirez Ramos Reed Reyes Reynolds Rice Richards Richardson Riley Rivera
                    Roberts Robertson Robinson Rodriguez Rogers Rojas Romero Rose Ross Rossi Ruiz
                    Russell Ryan Salazar Sanchez Sanders Santiago Santos Schmidt Schneider Schultz
                    Scott Shah Sharma Shaw Silva Simmons Simpson Singh Smith Snyder Soto Spencer
                    Stephens Stevens Stewart Stone Suarez Sullivan Sutton Suzuki Tanaka Taylor
                    Thomas Thompson Torres Tran Tucker Turner Valdez Vargas Vasquez Vega Wagner
                    Walker Wallace Walsh Ward Warren Washington Watkins Watson Weaver Webb Weber
                    Wells West Wheeler White Williams Williamson Wilson Wong Wood Woods Wright Wu
                    Yang Young Zhang Zimmerman
                    """);

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
